import { html } from "lit";
import "../screen/screen.css";
import { frame, show } from "../screen/frame";
import { en } from "../screen/text/en";
import { speak } from "../screen/text/locale";

speak();
document.body.replaceChildren();
show(
  frame({
    main: html`<h1>${en.notFound.title}</h1>
      <p>${en.notFound.body}</p>
      <p><a class="button" href="/">${en.notFound.home}</a></p>`,
  }),
);
