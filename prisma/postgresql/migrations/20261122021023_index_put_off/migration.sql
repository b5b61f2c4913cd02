-- CreateTable
CREATE TABLE "index_put_off" (
    "name" TEXT NOT NULL,
    "table_name" TEXT NOT NULL,
    "definition" TEXT NOT NULL,

    CONSTRAINT "index_put_off_pkey" PRIMARY KEY ("name")
);


