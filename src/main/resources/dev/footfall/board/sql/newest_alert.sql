-- When the newest alert was told; null where there is none.
select max(at) as at from alerts
