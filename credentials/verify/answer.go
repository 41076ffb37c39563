package verify

import (
	"slices"
	"strings"

	"domicile/credentials/dcql"
	"domicile/credentials/qr"
	"domicile/credentials/request"
	"domicile/credentials/sdjwt"
	"domicile/credentials/verdict"
	"domicile/crypto/fault"
)

// answer judges the presentations of an answer, and the answer as a whole
// against the request it is for. The verdict of one presentation is returned as
// it is. Of several, the worst is: the first invalid one, else the first unknown
// one; its claims are then those of all, by query, in arrays.
func (j *judgement) answer(text string) verdict.Verdict {
	var a *request.Answer
	if !j.steps.Check(verdict.Envelope, func() (err error) {
		a, err = request.ParseAnswer(text)
		return err
	}) {
		return j.done()
	}
	if j.Request != nil {
		if err := j.Request.Accept(a); err != nil {
			return j.refuse(err)
		}
		if j.Request.Nonce == "" || j.Request.Audience() == "" {
			// Empty, they would count as not asked for, and any proof would do.
			return j.refuse(fault.New(sdjwt.KindHolderNonce, "the question has no nonce or no client identifier"))
		}
		j.Nonce, j.Audience = j.Request.Nonce, j.Request.Audience()
	}
	shown := presentations(a)
	if len(shown) == 0 || len(shown) > maxPresentations {
		return j.refuse(fault.New(request.KindAnswerCount, "%d presentations", len(shown)))
	}
	verdicts := make([]verdict.Verdict, len(shown))
	for i, p := range shown {
		verdicts[i] = j.presentation(p)
	}
	v := worst(shown, verdicts)
	if err := j.authorised(shown, verdicts); v.Verdict == verdict.Valid && err != nil {
		return j.refuse(err)
	}
	return v
}

// authorised demands for each transaction of the request a proof that covers it,
// by one of the cards that may sign for it (OpenID4VP 1.0, 5.1 and annex
// B.3.3.1).
func (j *judgement) authorised(shown []presentation, verdicts []verdict.Verdict) error {
	if j.Request == nil {
		return nil
	}
	for n, t := range j.Request.Transactions {
		signs := func(i int) bool {
			if verdicts[i].Verdict != verdict.Valid || !slices.Contains(t.Credentials, shown[i].query) {
				return false
			}
			token, err := sdjwt.Parse(shown[i].text)
			return err == nil && slices.Contains(token.Transactions(), t.Hash)
		}
		if !anyOf(len(shown), signs) {
			return fault.New(KindTransactionMissing, "transaction %d is covered by no proof", n)
		}
	}
	return nil
}

func anyOf(n int, holds func(int) bool) bool {
	for i := range n {
		if holds(i) {
			return true
		}
	}
	return false
}

// refuse ends a judgement with a fault of the whole answer, at the step where
// the catalogue says that such faults are found.
func (j *judgement) refuse(err error) verdict.Verdict {
	step := verdict.Policy
	if entry, known := verdict.Lookup(verdict.KindOf(err)); known && entry.Step != "" {
		step = entry.Step
	}
	j.steps.Check(step, func() error { return err })
	return j.done()
}

// presentation is one of an answer's, with the query it claims to answer.
type presentation struct{ query, text string }

// presentations lists them in a fixed order.
func presentations(a *request.Answer) []presentation {
	var list []presentation
	for query, texts := range a.Presentations {
		for _, text := range texts {
			list = append(list, presentation{query, text})
		}
	}
	slices.SortStableFunc(list, func(a, b presentation) int { return strings.Compare(a.query, b.query) })
	return list
}

// presentation judges one presentation, as if it were shown alone, and then
// against its query.
func (j *judgement) presentation(p presentation) verdict.Verdict {
	one := newJudgement(j.Options)
	var format string
	if !one.steps.Check(verdict.Envelope, func() (err error) {
		format, err = formatOf(p.text)
		return err
	}) {
		return one.done()
	}
	if j.Request != nil {
		query, _ := j.Request.Query.Find(p.query) // Accept found it
		one.query, format = &query, query.Format
	}
	return one.credential(format, p.text)
}

// formatOf says in which format a presentation is, which must be a credential.
func formatOf(text string) (string, error) {
	item, err := qr.Detect(text)
	if err == nil && item.Type != qr.Credential {
		err = fault.New(KindNotCredential, "a presentation is of type %s", item.Type)
	}
	return item.Format, err
}

// policy holds a credential to the question that was asked.
func (j *judgement) policy(c card) {
	if j.query == nil {
		j.steps.Skip(verdict.Policy, "nothing was asked for")
		return
	}
	j.steps.Check(verdict.Policy, func() error {
		_, err := j.query.Check(dcql.Credential{
			Format: j.out.Format, Types: j.types(c), Claims: c.claims(), HolderBound: j.out.Holder == holderProven,
		})
		return err
	})
}

// types are those a credential counts as: of what it says to be also known as,
// only what its signer is listed for. Whoever may issue library cards must not
// answer for a passport by calling them so.
func (j *judgement) types(c card) []string {
	if len(j.entitled) == 0 {
		return c.types()
	}
	return slices.DeleteFunc(slices.Clone(c.types()), func(name string) bool { return !slices.Contains(j.entitled, name) })
}

// worst picks the verdict that counts for the whole answer.
func worst(shown []presentation, verdicts []verdict.Verdict) verdict.Verdict {
	at := 0
	for _, outcome := range []verdict.Outcome{verdict.Invalid, verdict.Unknown} {
		if i := slices.IndexFunc(verdicts, func(v verdict.Verdict) bool { return v.Verdict == outcome }); i >= 0 {
			at = i
			break
		}
	}
	v := verdicts[at]
	if len(verdicts) == 1 {
		return v
	}
	v.Claims = allClaims(shown, verdicts)
	return v
}

// allClaims collects what signatures vouch for; nothing, where one is missing.
func allClaims(shown []presentation, verdicts []verdict.Verdict) map[string]any {
	all := map[string]any{}
	for i, v := range verdicts {
		if v.Claims == nil {
			return nil
		}
		list, _ := all[shown[i].query].([]any)
		all[shown[i].query] = append(list, v.Claims)
	}
	return all
}
