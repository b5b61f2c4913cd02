-- CreateTable
CREATE TABLE "index_put_off" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "table_name" TEXT NOT NULL,
    "definition" TEXT NOT NULL
);


