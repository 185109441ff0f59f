-- 编号 are unique within a round, whoever gives them and in how many processes. It stands on an expression, which
-- schema.prisma cannot say: services/filing/store.ts reads its name.
CREATE UNIQUE INDEX "Filing_number_key" ON "Filing" ("roundId", ("office" ->> 'number'));
