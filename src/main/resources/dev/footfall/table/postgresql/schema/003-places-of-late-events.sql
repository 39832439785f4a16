-- Where a late event was read, as rejected events have it: file:line, or topic/partition@offset.
--
-- Null in rows of an earlier version, and for events that were late only because the job had gone
-- further before it was restarted.
alter table late_events add column place text;

comment on column late_events.place is 'Where it was read: file:line, or topic/partition@offset.';
