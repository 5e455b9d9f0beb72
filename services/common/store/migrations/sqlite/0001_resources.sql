-- Every statement ends with a semicolon at the end of its line.
-- WITHOUT ROWID: each table is looked up by its whole primary key only, so the row lives in that
-- tree and no second one has to be written.
create table resource (
  collection text not null,
  id text not null,
  revision integer not null,
  data blob not null,
  primary key (collection, id)
) strict, without rowid;

create table stream_head (
  stream text not null primary key,
  revision integer not null
) strict, without rowid;

create table event (
  stream text not null,
  revision integer not null,
  time_us integer not null,
  kind integer not null,
  subject text not null,
  actor text not null,
  data blob not null,
  primary key (stream, revision)
) strict, without rowid;

create table request (
  scope text not null,
  id text not null,
  digest blob not null,
  response blob not null,
  revision integer not null,
  -- Clients that make time-ordered ids append here; the scope first would scatter them.
  primary key (id, scope)
) strict, without rowid;
