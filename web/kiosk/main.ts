import "../screen/screen.css";
import "../verifier/verifier.css";
import "./kiosk.css";
import "./kiosk";
import { speak } from "../screen/text/locale";

speak();
