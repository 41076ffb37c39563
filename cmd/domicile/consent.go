package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"domicile/credentials/claim"
	"domicile/credentials/holder"
	"domicile/credentials/request"
)

// showQuestion says who asks and how sure that is, why, where the answer goes,
// what each chosen card would disclose, and what else could be chosen.
func showQuestion(t *terminal, q *holder.Question, choices map[string][]string) {
	r := q.Request
	fmt.Fprintln(t.err, whoAsks(r))
	if own := r.VerifierName; own != "" && r.Identity.Sure != request.Claimed && own != r.Identity.Name {
		fmt.Fprintf(t.err, "It calls itself %q, by its own word.\n", own)
	}
	if r.Purpose != "" {
		fmt.Fprintf(t.err, "Why: %q\n", r.Purpose)
	}
	showRegistration(t, r)
	fmt.Fprintln(t.err, whereTo(r))
	for _, a := range q.Asks {
		showAsk(t, a, choices[a.ID], q.Satisfiable)
	}
	for _, transaction := range r.Transactions {
		fmt.Fprintf(t.err, "By showing this you authorise: %s\n", plain(transaction.Name()))
		for _, f := range transaction.Fields {
			fmt.Fprintf(t.err, "  %s: %q\n", f.Label, f.Value)
		}
	}
}

// whoAsks is the one sentence that a person needs of a verifier's identity.
func whoAsks(r *request.Request) string {
	name := cmp.Or(r.Identity.Name, r.ClientID)
	switch id := r.Identity; {
	case id.Sure == request.Verified && id.By == "":
		return fmt.Sprintf("%q asks (verified: this wallet knows it beforehand).", name)
	case id.Sure == request.Verified:
		return fmt.Sprintf("%q asks (verified: %q vouches for the name).", name, id.By)
	case id.Sure == request.Proven && id.Name != "":
		return fmt.Sprintf("%q asks (proven: whoever runs that address; nobody vouches for who it is).", name)
	case id.Sure == request.Proven:
		return "Somebody asks whose name nobody vouches for (proven: it holds the key that it signs with)."
	}
	return fmt.Sprintf("%q asks (by its own word; nobody vouches for the name).", cmp.Or(r.VerifierName, r.AnswerHost()))
}

func showRegistration(t *terminal, r *request.Request) {
	registered := r.Registration
	if registered == nil {
		return
	}
	fmt.Fprintf(t.err, "Registered by %q as %q, for: %q\n", registered.Registrar, registered.Name, registered.Purpose)
	for _, c := range r.Query.Credentials {
		if beyond := registered.Beyond[c.ID]; len(beyond) > 0 {
			fmt.Fprintf(t.err, "IT ASKS FOR MORE THAN IT IS REGISTERED FOR: %s\n", plain(labels(beyond)))
		}
	}
}

func whereTo(r *request.Request) string {
	switch {
	case !r.Mode.Posts():
		return fmt.Sprintf("The answer is for %s, and is printed here.", plain(r.AnswerHost()))
	case r.Mode.Encrypted():
		return fmt.Sprintf("The answer goes to %s, encrypted for the verifier.", plain(r.AnswerHost()))
	}
	return fmt.Sprintf("The answer goes to %s, which can read it.", plain(r.AnswerHost()))
}

// showAsk shows one part of the question. A part that is not answered is named
// where it could be.
func showAsk(t *terminal, a holder.Ask, cards []string, satisfiable bool) {
	switch {
	case len(cards) > 0:
		for _, card := range cards {
			i := slices.IndexFunc(a.Options, func(o holder.Option) bool { return o.Card.ID == card })
			showOption(t, a.Options[i])
		}
		showAlternatives(t, a, cards)
	case !satisfiable:
		fmt.Fprintf(t.err, "It wants: %s\n", plain(labels(a.Wanted)))
	case len(a.Options) > 0:
		fmt.Fprintf(t.err, "Not shown, unless with --include %s: %s (%s)\n", a.ID, plain(labels(a.Wanted)), plain(a.Options[0].Card.Origin.Title))
	}
}

func showOption(t *terminal, o holder.Option) {
	keeps := labels(o.Hidden)
	if keeps == "" {
		keeps = "nothing: this is the whole card"
	}
	fmt.Fprintf(t.err, "%s (%s)\n  shows: %s, and a key of this copy\n  keeps: %s\n", plain(o.Card.Origin.Title), o.Card.ID, plain(labels(leaving(o.Disclosed))), plain(keeps))
	if o.Reused {
		fmt.Fprintln(t.err, "  Every copy was shown to somebody before: the two could recognise the card.")
	}
	if o.Expired {
		fmt.Fprintln(t.err, "  The card has expired: it will be refused.")
	}
}

// showAlternatives names the other cards that would do, and how to choose them.
func showAlternatives(t *terminal, a holder.Ask, cards []string) {
	for _, o := range a.Options {
		if !slices.Contains(cards, o.Card.ID) {
			fmt.Fprintf(t.err, "  or: %s, with --card %s=%s\n", plain(o.Card.Origin.Title), a.ID, o.Card.ID)
		}
	}
	if a.Multiple && len(a.Options) > len(cards) {
		fmt.Fprintln(t.err, "  The verifier takes several of them: name each with --card.")
	}
}

// leaving are the claims that a verifier will read. A list or an object of
// which every part stays is still there, empty: it tells nothing, and its name
// among what is shown would say otherwise.
func leaving(disclosed map[string]any) []claim.Path {
	var paths []claim.Path
	for _, leaf := range claim.Leaves(disclosed) {
		switch leaf.Value.(type) {
		case map[string]any, []any:
			continue
		}
		if leaf.Path[0] != "cnf" {
			paths = append(paths, leaf.Path)
		}
	}
	return paths
}

func labels(paths []claim.Path) string {
	var words []string
	for _, path := range paths {
		words = append(words, claim.Label(path))
	}
	return strings.Join(words, ", ")
}
