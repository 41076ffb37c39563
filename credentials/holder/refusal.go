package holder

import (
	"io"
	"slices"
	"time"

	"domicile/credentials/claim"
	"domicile/credentials/request"
)

// Refuse logs that the person declined to answer, or that no card fits: to the
// verifier both are the same (see [request.AccessDenied]).
func (q *Question) Refuse(rand io.Reader, now time.Time) (Change, error) {
	var asked []claim.Path
	for _, ask := range q.Asks {
		asked = append(asked, ask.Wanted...)
	}
	return q.wallet.change(rand, now, &refused{
		Party: q.Request.Audience(), Name: party(q.Request), Purpose: q.Request.Purpose, Labels: labels(asked),
		Titles: titles(q.Request.Transactions), meeting: meetingOf(q.Request),
	})
}

// titles names transactions, each name once. Of what they say nothing is kept.
func titles(transactions []request.Transaction) []string {
	var names []string
	for _, t := range transactions {
		if title := t.Title(); !slices.Contains(names, title) {
			names = append(names, title)
		}
	}
	return names
}

func meetingOf(r *request.Request) meeting {
	return meeting{Host: r.AnswerHost(), Sure: string(r.Identity.Sure)}
}

// party is the name that the log gives a verifier: the one that is vouched for or
// proven, before the one it gives itself.
func party(r *request.Request) string {
	if r.Identity.Name != "" {
		return r.Identity.Name
	}
	return r.VerifierName
}
