import "../screen/screen.css";
import "./wallet.css";
import "./app";
import { registerOffline } from "../offline/register";
import { speak } from "../screen/text/locale";
import { takeIncoming } from "./incoming";

// First of all: what the address brought must not stay there.
const brought = takeIncoming();

speak();
const wallet = document.createElement("domicile-wallet");
wallet.brought = brought;
document.body.replaceChildren(wallet);
addEventListener("hashchange", () => {
  const text = takeIncoming();
  if (text) wallet.bring(text);
});
void registerOffline({ keep: ["/engine/wallet.wasm"] });
