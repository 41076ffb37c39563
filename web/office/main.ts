import "../screen/screen.css";
import "./office.css";
import "./office";
import { speak } from "../screen/text/locale";

speak();
document.body.replaceChildren(document.createElement("domicile-office"));
