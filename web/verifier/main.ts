import "../screen/screen.css";
import "./verifier.css";
import "./verifier";
import { speak } from "../screen/text/locale";

speak();
