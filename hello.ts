import {
  QApplication,
  QPushButton,
  run,
  sleep,
} from "@qtasyncio/qtasyncio/widgets";

await using app = new QApplication();
const button = new QPushButton({ text: "What is the question?" });
button.clicked.connect(async () => {
  button.text = "What do you get if you multiply six by nine?";
  await sleep(1000); // milliseconds, as everywhere
  button.close(); // the last window: the program ends
});
button.show();
await run();
