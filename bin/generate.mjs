// npm run generate: the database clients of both engines, from prisma/models.
import { generate } from "./prepare.mjs";

generate();
