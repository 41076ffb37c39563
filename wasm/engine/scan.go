package engine

import (
	"slices"
	"strings"

	"domicile/credentials/qr"
	"domicile/wasm/api"
)

// maxScans bounds the sessions whose frames are kept; a page that opens more has
// forgotten to close some, and the oldest goes.
const maxScans = 16

// Scanner answers scan.add and scan.reset: it says what a text is, and collects
// the frames of animated codes.
type Scanner struct {
	open  map[string]*qr.Assembler
	order []string // of open, oldest first
}

// Register adds the scanner's calls to a table.
func (s *Scanner) Register(t Table) {
	Handle(t, api.ScanAdd, s.Add)
	Handle(t, api.ScanReset, s.Reset)
}

// Add takes one text. What is wrong with a text is part of the result, because
// scanning goes on.
func (s *Scanner) Add(q api.ScanRequest) (api.ScanResult, error) {
	item, err := qr.Detect(q.Text)
	switch {
	case err != nil:
		return s.refused(q.Session, err), nil
	case item.Type == qr.Frame:
		return s.addFrames(q.Session, item.Text), nil
	}
	return complete(item, 1), nil
}

// Reset forgets the frames of a session.
func (s *Scanner) Reset(q api.ScanResetRequest) (api.Nothing, error) {
	s.forget(q.Session)
	return api.Nothing{}, nil
}

func (s *Scanner) forget(session string) {
	delete(s.open, session)
	s.order = slices.DeleteFunc(s.order, func(name string) bool { return name == session })
}

// addFrames takes one frame a line. A frame that is refused leaves those
// collected.
func (s *Scanner) addFrames(session, text string) api.ScanResult {
	assembler := s.session(session)
	var progress qr.Progress
	for line := range strings.Lines(text) {
		var err error
		if progress, err = assembler.Add(strings.TrimSpace(line)); err != nil {
			return s.refused(session, err)
		}
	}
	if progress.Message == nil {
		return api.ScanResult{State: api.ScanPartial, Received: progress.Received, Expected: progress.Expected}
	}
	s.forget(session)
	return s.whole(session, progress)
}

func (s *Scanner) whole(session string, progress qr.Progress) api.ScanResult {
	text, err := progress.Message.Text()
	if err != nil {
		return s.refused(session, err)
	}
	item, err := qr.Detect(text)
	if err == nil && item.Type == qr.Frame {
		err = BadRequest("frames within frames")
	}
	if err != nil {
		return s.refused(session, err)
	}
	return complete(item, progress.Expected)
}

func (s *Scanner) session(name string) *qr.Assembler {
	if a := s.open[name]; a != nil {
		return a
	}
	if s.open == nil {
		s.open = map[string]*qr.Assembler{}
	}
	if len(s.order) == maxScans {
		s.forget(s.order[0])
	}
	s.open[name] = &qr.Assembler{}
	s.order = append(s.order, name)
	return s.open[name]
}

func (s *Scanner) refused(session string, err error) api.ScanResult {
	failure := Failure(api.ScanAdd.Name, err)
	return api.ScanResult{State: api.ScanRefused, Failure: &failure}
}

func complete(item qr.Item, parts int) api.ScanResult {
	return api.ScanResult{
		State: api.ScanComplete, Received: parts, Expected: parts,
		Item: &api.Item{Type: api.ItemType(item.Type), Format: item.Format, Text: item.Text},
	}
}
