-- A role for the board that can read and nothing else. Run once, as the owner of the tables, after
-- an administrator has made the role:
--
--   create role footfall_board login password '…';
--
-- and give the board that user and password. Not a migration: making roles is an administrator's
-- right, and the job should not have it.

grant usage on schema public to footfall_board;
grant select on all tables in schema public to footfall_board;
alter default privileges in schema public grant select on tables to footfall_board;
