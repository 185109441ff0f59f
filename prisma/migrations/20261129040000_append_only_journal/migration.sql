-- The history only grows: whoever would change or take away an entry has to own the table, and to say so first.
CREATE FUNCTION "journal_only_grows"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'entries of "Journal" are neither changed nor deleted';
END
$$;

CREATE TRIGGER "Journal_only_grows" BEFORE UPDATE OR DELETE ON "Journal"
FOR EACH ROW EXECUTE FUNCTION "journal_only_grows"();
