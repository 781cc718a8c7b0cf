/** examples/big_table.ts: ten million rows, of which a few are asked for. */

import { assert, assertEquals } from "@std/assert";
import { bigTable, factors, Numbers } from "../../examples/big_table.ts";
import { qtTest } from "../../testing.ts";
import { QTableView } from "../../widgets.ts";
import { keepPicture } from "../_support/gallery.ts";

Deno.test("examples/big_table.ts finds prime factors", () => {
  assertEquals(factors(1), []);
  assertEquals(factors(9_999_991), [9_999_991]);
  assertEquals(factors(10_000_000).length, 14);
});

Deno.test(
  "examples/big_table.ts goes to any of ten million rows, and computes only what is seen",
  qtTest(async (t) => {
    const asked = new Set<number>();
    const { data } = Numbers.prototype;
    Numbers.prototype.data = function (index, role) {
      asked.add(index.row);
      return data.call(this, index, role);
    };
    try {
      const window = bigTable();
      window.show();
      const table = t.find(QTableView);
      assertEquals(table.model()!.rowCount(), 10_000_000);
      await t.type("Go to a number", "9999991\n");
      await t.until(() =>
        table.rowAt(5) === 9_999_990 || table.rowAt(5) > 9_999_980
      );
      const { row } = table.currentIndex();
      assertEquals(row, 9_999_990);
      const cells = [0, 1, 2, 3, 4].map((column) =>
        table.model()!.index(row, column).data()
      );
      assertEquals(cells, [
        "9,999,991",
        "99,999,820,000,081",
        "3162.2762",
        "989677",
        "9999991",
      ]);
      await keepPicture("big_table", t.screenshot(window));
      table.verticalScrollBar()!.value = 5_000_000;
      await t.settle();
      t.screenshot(window);
      assert(asked.has(5_000_000));
      assert(asked.size < 1000, `${asked.size} rows`);
    } finally {
      Numbers.prototype.data = data;
    }
  }),
);
