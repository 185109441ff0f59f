-- Nor is the history emptied at once.
CREATE TRIGGER "Journal_not_emptied" BEFORE TRUNCATE ON "Journal"
FOR EACH STATEMENT EXECUTE FUNCTION "journal_only_grows"();
