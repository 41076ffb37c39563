package request

import (
	"maps"
	"slices"
	"strings"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// Answer is a wallet's answer: the response parameters of section 8.1.
type Answer struct {
	// Presentations are the presentations for each credential query, by its id.
	Presentations map[string][]string
	State         string // that of the request, or ""
}

// Accept holds an answer to the request it is for: its state, which queries it
// answers, and how often (sections 5.3, 6.4.2 and 8.1). The presentations
// themselves are not looked at.
func (r *Request) Accept(a *Answer) error {
	if a.State != r.State {
		return fault.New(KindAnswerState, "another state than the request's")
	}
	ids := slices.Sorted(maps.Keys(a.Presentations))
	if err := r.Query.Complete(ids); err != nil {
		return err
	}
	for _, id := range ids {
		if c, _ := r.Query.Find(id); len(a.Presentations[id]) > 1 && !c.Multiple {
			return fault.New(KindAnswerCount, "%d presentations for one", len(a.Presentations[id]))
		}
	}
	return nil
}

// tree is the answer as JSON values.
func (a *Answer) tree() map[string]any {
	tree := map[string]any{"vp_token": a.Presentations}
	if a.State != "" {
		tree["state"] = a.State
	}
	return tree
}

// JSON writes the answer as the object that ParseAnswer reads.
func (a *Answer) JSON() (string, error) {
	text, err := encoding.EncodeJSON(a.tree())
	return string(text), err
}

// Fragment writes the answer as the parameters that a browser carries in the
// fragment of the return address.
func (a *Answer) Fragment() (string, error) {
	token, err := encoding.EncodeJSON(a.Presentations)
	if err != nil {
		return "", err
	}
	text := "vp_token=" + escape(string(token))
	if a.State != "" {
		text += "&state=" + escape(a.State)
	}
	return text, nil
}

// ReturnTo is the return address with the answer.
func (a *Answer) ReturnTo(returnURL string) (string, error) {
	if err := checkReturnURL(returnURL); err != nil {
		return "", err
	}
	fragment, err := a.Fragment()
	return returnURL + "#" + fragment, err
}

// ParseAnswer reads an answer as text: the return address with its fragment,
// the fragment or the parameters alone, the same as a JSON object, or a
// domicile-answer code that came whole.
func ParseAnswer(text string) (*Answer, error) {
	if len(text) > maxAnswerText {
		return nil, fault.New(KindAnswerTooLong, "%d bytes, at most %d", len(text), maxAnswerText)
	}
	if isCode(text) {
		return parseCode(text)
	}
	if strings.HasPrefix(text, "{") {
		tree, err := encoding.DecodeJSONObject([]byte(text))
		if err != nil {
			return nil, err
		}
		return fromTree(tree)
	}
	if _, fragment, found := strings.Cut(text, "#"); found {
		text = fragment
	}
	values, err := parameters(text, KindAnswerMalformed)
	if err != nil {
		return nil, err
	}
	return fromValues(values)
}

// maxAnswerText allows for a third of an answer to be coded as %XX.
const maxAnswerText = 2 * MaxAnswer

func fromValues(values map[string]string) (*Answer, error) {
	tree := map[string]any{}
	for _, name := range []string{"state", "error"} {
		if value, present := values[name]; present {
			tree[name] = value
		}
	}
	if text, present := values["vp_token"]; present {
		token, err := encoding.DecodeJSON([]byte(text))
		if err != nil {
			return nil, err
		}
		tree["vp_token"] = token
	}
	return fromTree(tree)
}

// fromTree reads the parameters once they are decoded from any of the forms.
func fromTree(tree map[string]any) (*Answer, error) {
	code, declined, err := encoding.String(tree, "error")
	if err != nil {
		return nil, fault.Wrap(KindAnswerMalformed, err, "")
	}
	if declined {
		return nil, fault.New(KindAnswerDeclined, "%s", knownError(code))
	}
	token, present, err := encoding.Object(tree, "vp_token")
	if err != nil || !present || len(token) == 0 {
		return nil, fault.Wrap(KindAnswerMalformed, err, "vp_token is missing, empty or no object")
	}
	a := &Answer{Presentations: make(map[string][]string, len(token))}
	if a.State, present, err = encoding.String(tree, "state"); err != nil || present && !isToken(a.State) {
		return nil, fault.Wrap(KindAnswerMalformed, err, "state")
	}
	total := 0
	for id := range token {
		list, _, err := encoding.Strings(token, id)
		if err != nil || len(list) == 0 || len(list) > MaxPresentations || slices.Contains(list, "") {
			return nil, fault.Wrap(KindAnswerMalformed, err, "presentations must be a short list of texts")
		}
		for _, presentation := range list {
			total += len(presentation)
		}
		a.Presentations[id] = list
	}
	if total > MaxAnswer {
		return nil, fault.New(KindAnswerTooLong, "%d bytes of presentations, at most %d", total, MaxAnswer)
	}
	return a, nil
}

// knownError passes on only error codes of RFC 6749 section 4.1.2.1 and of
// section 8.5: a detail must not carry what a stranger wrote.
func knownError(code string) string {
	known := []string{"access_denied", "invalid_request", "invalid_client", "invalid_scope", "unauthorized_client",
		"unsupported_response_type", "server_error", "temporarily_unavailable", "vp_formats_not_supported",
		"invalid_request_uri_method", "invalid_transaction_data", "wallet_unavailable"}
	if slices.Contains(known, code) {
		return code
	}
	return "another error"
}
