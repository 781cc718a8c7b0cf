/** examples/analog_clock.ts: where the hands are. */

import { assert, assertEquals } from "@std/assert";
import { AnalogClock } from "../../examples/analog_clock.ts";
import { qtTest } from "../../testing.ts";
import { keepPicture } from "../_support/gallery.ts";
import { Picture } from "../_support/png.ts";

Deno.test(
  "examples/analog_clock.ts points its hands at the time",
  qtTest(async (t) => {
    const clock = new AnalogClock();
    clock.show();
    assertEquals([clock.width, clock.height], [240, 240]);

    /** The colours at a distance from the middle, in the direction of an hour. */
    const colour = async (time: Date, hour: number, distance: number) => {
      clock.time = time;
      const picture = await Picture.decode(t.screenshot(clock));
      const angle = hour / 6 * Math.PI;
      return picture.pixel(
        Math.round(120 + distance * 1.2 * Math.sin(angle)),
        Math.round(120 - distance * 1.2 * Math.cos(angle)),
      );
    };
    const three = new Date(2026, 0, 1, 3, 0, 10);
    const background = await colour(three, 1.5, 50);
    const dark = await colour(three, 3, 50);
    assert(dark !== background, "the hour hand is missing");
    assertEquals(await colour(three, 12, 80), dark);
    const red = await colour(three, 2, 60);
    assert(red !== background && red !== dark, "the second hand is missing");

    const nine = new Date(2026, 0, 1, 21, 15, 0);
    assertEquals(await colour(nine, 9.25, 50), dark);
    assertEquals(await colour(nine, 3, 80), dark);
    assertEquals(await colour(nine, 2, 60), background);

    clock.time = new Date(2026, 0, 1, 10, 9, 36);
    await keepPicture("analog_clock", t.screenshot(clock));
  }),
);
