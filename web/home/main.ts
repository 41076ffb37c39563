import "../screen/screen.css";
import "./home.css";
import "./home";
import { speak } from "../screen/text/locale";

speak();
document.body.replaceChildren(document.createElement("domicile-home"));
