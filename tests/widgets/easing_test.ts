/** examples/easing.ts: an animation moves a property by a curve. */

import { assert, assertEquals } from "@std/assert";
import { Easing } from "../../examples/easing.ts";
import { qtTest } from "../../testing.ts";
import { QLabel, QListWidget, QPoint } from "../../widgets.ts";
import { keepPicture } from "../_support/gallery.ts";

Deno.test(
  "examples/easing.ts moves a ball by the curve that is chosen",
  qtTest(async (t) => {
    const window = new Easing();
    const { animation } = window;
    window.show();
    const [ball, list] = [t.find(QLabel), t.find(QListWidget)];
    // An animation that has paused is where its time says, on any machine.
    const heightAt = (time: number) => {
      animation.pause();
      animation.currentTime = time;
      return ball.pos;
    };
    assertEquals(heightAt(0), new QPoint(60, 250));
    assertEquals(heightAt(500), new QPoint(60, 155));

    list.setCurrentRow(
      list.findItems("OutBounce", "MatchExactly")
        .map((item) => list.row(item))[0]!,
    );
    assertEquals(animation.state, "Running");
    assert(heightAt(500).y < 155, `${heightAt(500).y}`);
    assertEquals(animation.easingCurve.valueForProgress(1), 1);
    await keepPicture("easing", t.screenshot(window));

    const finished = t.expectSignal(animation.finished);
    animation.resume();
    await finished;
    assertEquals(ball.pos, new QPoint(60, 60));
  }),
);
