/**
 * A chat over WebSockets, with an icon in the tray: `deno run -A examples/web_chat.ts server`, and for each window
 * `deno run -A examples/web_chat.ts NAME`.
 */
import * as qt from "../widgets.ts";

/** Passes what one says to all. */
export function serve(port: number): Deno.HttpServer<Deno.NetAddr> {
  const peers = new Set<WebSocket>();
  const hostname = "127.0.0.1";
  return Deno.serve({ hostname, port, onListen() {} }, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onopen = () => peers.add(socket);
    socket.onclose = () => peers.delete(socket);
    socket.onmessage = ({ data }) => peers.forEach((peer) => peer.send(data));
    return response;
  });
}

/** A window; `talk()` connects it, again and again, until it is cancelled. */
export interface Chat {
  window: qt.QWidget;
  talk(): Promise<never>;
}

/** Makes a window. */
export function chat(url: string, name: string): Chat {
  const [online, text] = [qt.state(false), qt.state("")];
  let socket: WebSocket;
  const send = () => {
    socket.send(JSON.stringify({ name, text: text.value }));
    text.value = "";
  };
  const list = qt.build(qt.QListWidget, { wordWrap: true });
  const field = qt.build(qt.QLineEdit, {
    ...{ text, enabled: online, placeholderText: "Message" },
    returnPressed: send,
  });
  const button = qt.build(qt.QPushButton, {
    ...{ text: "&Send", enabled: online, clicked: send },
  });
  const row = qt.build(qt.QHBoxLayout, {}, field, button);
  const window = qt.build(
    qt.QWidget,
    { windowTitle: `Chat: ${name}` },
    qt.build(qt.QVBoxLayout, {}, list, row),
  );
  window.onEvent("Close", async (event) => {
    const question = { parent: window, text: "Leave the chat?" };
    const answer = await qt.showMessage({
      ...question,
      buttons: ["Yes", "No"],
    });
    if (answer !== "Yes") event.ignore();
  });

  const menu = new qt.QMenu(window);
  menu.addAction("Show").triggered.connect(() => window.showNormal());
  menu.addAction("Leave").triggered.connect(() => window.close());
  const tray = new qt.QSystemTrayIcon({ toolTip: "Chat" }, window);
  tray.setIcon(window.style()!.standardIcon("SP_MessageBoxInformation"));
  tray.setContextMenu(menu);
  if (qt.QSystemTrayIcon.isSystemTrayAvailable()) tray.show();

  const say = (line: string) => {
    list.addItem(line);
    list.scrollToBottom();
  };
  async function talk(): Promise<never> {
    for (let delay = 200;; delay = Math.min(delay * 2, 5000)) {
      const received = new qt.Queue<string | null>();
      socket = new WebSocket(url);
      socket.onopen = () => online.value = true;
      socket.onmessage = ({ data }) => received.putNowait(data);
      socket.onclose = () => received.putNowait(null);
      try {
        for (let line; (line = await received.get()) !== null;) {
          const message = JSON.parse(line);
          say(`${message.name}: ${message.text}`);
          if (!window.isActiveWindow) {
            tray.showMessage(message.name, message.text);
          }
          delay = 200;
        }
      } finally {
        online.value = false;
        socket.close();
      }
      say("No server; trying again …");
      await qt.sleep(delay);
    }
  }
  return { window, talk };
}

if (import.meta.main) {
  const [name = "Ada"] = Deno.args;
  if (name === "server") await serve(8811).finished;
  await using _app = new qt.QApplication();
  const { window, talk } = chat("ws://127.0.0.1:8811", name);
  window.show();
  await qt.run(talk);
}
