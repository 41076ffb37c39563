package verdict

// Entry is what the catalogue says of one kind.
type Entry struct {
	Kind    string
	Step    Step    // where it is usually found; empty outside verification
	Outcome Outcome // Invalid or Unknown, never Valid
	Title   string  // a few words, for a list of steps
	// Sentence tells the person at the door what happened and what to do next.
	Sentence string
}

// catalogue joins the families. It is closed: a kind without a row here is a
// fault of the program, and Lookup says so.
var catalogue = join(envelopeKinds, codingKinds, tokenKinds, trustKinds, contentKinds, holderKinds, exchangeKinds, issuanceKinds, vaultKinds)

func join(families ...[]Entry) map[string]Entry {
	all := map[string]Entry{}
	for _, family := range families {
		for _, e := range family {
			if _, twice := all[e.Kind]; twice {
				panic("verdict: two rows for " + e.Kind)
			}
			all[e.Kind] = e
		}
	}
	return all
}

// Lookup returns a kind's row.
func Lookup(kind string) (Entry, bool) {
	e, ok := catalogue[kind]
	return e, ok
}

// Kinds returns all rows in no particular order, for tests and for the texts of
// other languages.
func Kinds() []Entry {
	all := make([]Entry, 0, len(catalogue))
	for _, e := range catalogue {
		all = append(all, e)
	}
	return all
}

// OK is the kind of a valid verdict. It is no defect and has no row.
const OK = "ok"

// Sentence is what to say of the verdict as a whole. A card that is valid, but
// whose holder proved nothing, lets nobody through by itself: who holds a copy of
// it looks just the same.
func (v Verdict) Sentence() string {
	if v.Verdict == Valid && v.Holder != "proven" {
		return "The card is genuine and in date. Whether it belongs to the person before you was not checked."
	}
	return Sentence(v.Kind)
}

// Sentence returns the sentence of a kind, of OK, or of a kind that is missing
// from the catalogue.
func Sentence(kind string) string {
	if kind == OK {
		return "Everything was checked and is in order: let the holder go on."
	}
	if e, ok := catalogue[kind]; ok {
		return e.Sentence
	}
	return "Something went wrong that this program has no words for: do not accept the card, and try again."
}
