/**
 * The classes of Qt SQL: databases, queries and models of tables.
 *
 * The first use of one of them loads it: on Debian and Ubuntu, `libqt6sql6` has it. A release carries the code that
 * calls its members; in a clone of the project, `deno task setup --with=sql` builds it.
 *
 * Queries run on JavaScript's thread. For databases that are not small, a Worker or a driver for Deno is the better way.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { QCoreApplication } from "@qtasyncio/qtasyncio";
 * import { QSqlDatabase, QSqlQuery } from "@qtasyncio/qtasyncio/sql";
 *
 * await using _app = new QCoreApplication();
 * const database = QSqlDatabase.addDatabase("QSQLITE");
 * database.setDatabaseName(":memory:");
 * database.open();
 * const query = new QSqlQuery(database);
 * query.exec("CREATE TABLE planets (name TEXT, moons INTEGER)");
 * query.prepare("INSERT INTO planets VALUES (?, ?)");
 * query.addBindValue("Mars");
 * query.addBindValue(2);
 * query.exec();
 * query.exec("SELECT name, moons FROM planets");
 * query.next();
 * assertEquals([query.value(0), query.value("moons")], ["Mars", 2]);
 * ```
 *
 * @module
 */

import { carried } from "./ffi/carried/sql.ts";
import * as sql from "./src/qt/generated/sql/classes.js";
import { offerLibrary } from "./src/qt/objects/offered_library.ts";

await offerLibrary("sql", sql, carried);

export * from "./src/qt/generated/sql/classes.js";
