// npm run generate: the database clients of both engines, from prisma/models.
import { doNow, generate } from "./prepare.mjs";

doNow(generate);
