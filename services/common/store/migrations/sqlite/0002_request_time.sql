-- When a request was remembered, so that it can be forgotten; for those that are there, now.
alter table request add column time_us integer not null default 0;

update request set time_us = cast(strftime('%s', 'now') as integer) * 1000000;
