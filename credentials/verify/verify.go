package verify

import (
	"strings"

	"domicile/credentials/dcql"
	"domicile/credentials/qr"
	"domicile/credentials/request"
	"domicile/credentials/verdict"
	"domicile/crypto/fault"
)

// Verify judges one input: the text of a code or a file, several lines of an
// animated code, or an answer to Options.Request.
func Verify(input []byte, o Options) verdict.Verdict {
	j := newJudgement(o)
	item, ok := j.envelope(input)
	switch {
	case !ok:
		return j.done()
	case item.Type == qr.Answer:
		return j.answer(item.Text)
	case j.Request != nil:
		// A card on its own, or somebody else's, says nothing to the question.
		return j.refuse(fault.New(request.KindAnswerMalformed, "no answer, but a card"))
	}
	return j.credential(item.Format, item.Text)
}

// readers are the formats that are read, by their name in the contract of the
// command line.
var readers = map[string]func(text string) (card, error){
	"dc+sd-jwt": readSDJWT,
	"hcert":     readHCERT,
	"cwt":       readCWT,
}

// judgement is one verdict in the making.
type judgement struct {
	Options
	query    *dcql.CredentialQuery // that a presentation answers, else nil
	entitled []string              // types that the signer is listed for, empty for any
	steps    verdict.Recorder
	out      verdict.Verdict
}

func newJudgement(o Options) *judgement {
	return &judgement{Options: o, steps: verdict.Recorder{Clock: o.Clock}, out: verdict.Verdict{Holder: holderNone}}
}

// done joins what was found with the steps' results.
func (j *judgement) done() verdict.Verdict {
	v := j.steps.Verdict()
	j.out.Verdict, j.out.Kind, j.out.Steps = v.Verdict, v.Kind, v.Steps
	return j.out
}

// envelope says what the input is.
func (j *judgement) envelope(input []byte) (item qr.Item, ok bool) {
	ok = j.steps.Check(verdict.Envelope, func() (err error) {
		item, err = open(input)
		return err
	})
	return item, ok
}

// detect says what an input is, and restores what came in frames.
func detect(input []byte) (qr.Item, error) {
	if len(input) > MaxInput {
		return qr.Item{}, fault.New(KindInputTooLong, "%d bytes, at most %d", len(input), MaxInput)
	}
	if isToken(input) {
		return qr.Item{Type: qr.Credential, Format: "cwt", Text: string(input)}, nil
	}
	item, err := qr.Detect(string(input))
	if err == nil && item.Type == qr.Frame {
		return joinFrames(item.Text)
	}
	return item, err
}

// open finds the credential or answer in an input.
func open(input []byte) (qr.Item, error) {
	item, err := detect(input)
	if err != nil {
		return qr.Item{}, err
	}
	switch item.Type {
	case qr.Credential, qr.Answer:
		return item, nil
	case qr.Link:
		return qr.Item{}, fault.New(qr.KindIsLinkOnly, "a web address")
	}
	return qr.Item{}, fault.New(KindNotCredential, "it is of type %s", item.Type)
}

// credential runs the steps that concern one credential.
func (j *judgement) credential(format, text string) verdict.Verdict {
	j.out.Format = format
	var c card
	if !j.steps.Check(verdict.Format, func() (err error) {
		c, err = read(format, text)
		return err
	}) {
		return j.done()
	}
	signer, ok := j.signed(c)
	if !ok {
		return j.done()
	}
	j.show(c, signer)
	for _, step := range []func(card){j.time, j.status, j.holder, j.policy} {
		if !j.steps.Failed() {
			step(c)
		}
	}
	return j.done()
}

func read(format, text string) (card, error) {
	reader, known := readers[format]
	if !known {
		return nil, fault.New(KindFormatUnsupported, "%s", strings.ToLower(format))
	}
	return reader(text)
}

// Unreadable is the verdict on an input of which nothing could be read, such as
// a picture without a code: it ends in the envelope.
func Unreadable(err error) verdict.Verdict {
	j := newJudgement(Options{})
	j.steps.Check(verdict.Envelope, func() error { return err })
	return j.done()
}
