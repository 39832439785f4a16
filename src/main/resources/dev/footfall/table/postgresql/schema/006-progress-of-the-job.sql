-- How the job is doing on its way in: whether it runs, what each partition brings, how far event
-- time has come there. Without it nobody can tell a quiet site from a job that has stopped.

create table job_progress (
  stage      text         not null check (stage in ('source', 'admission')),
  part       text         not null,
  events     bigint       not null,
  rejected   bigint       not null,
  late       bigint       not null,
  duplicates bigint       not null,
  latest     timestamp(3),
  read_to    bigint,
  since      timestamp(3) not null,
  watermark  timestamp(3) not null,
  updated_at timestamp(3) not null,
  primary key (stage, part)
);

comment on table job_progress is
  'No result: told every few seconds by the clock as long as the job runs. Counts begin anew when the job does.';
