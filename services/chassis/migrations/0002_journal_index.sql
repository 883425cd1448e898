-- A replay reads the journal by its primary key and passes over other topics; every published event paid for an index of its own.

drop index journal_by_topic;
