package offer

// Events of a notification (section 11.1).
const (
	Accepted = "credential_accepted" // the credentials are stored
	Failed   = "credential_failure"  // they could not be stored
	Deleted  = "credential_deleted"  // the person did not want them
)

// Notifications are the requests that tell the issuer how a finished session
// went; none where the issuer does not ask for it. Whether they arrive changes
// nothing: send each once and ignore the answer.
func (s *Session) Notifications(event string) ([]Request, error) {
	if s.state.Phase != phaseDone || s.state.Issuer.Notify == "" {
		return nil, nil
	}
	var requests []Request
	for _, notice := range s.state.Notices {
		if notice == "" {
			continue
		}
		request, err := s.authorised(s.state.Issuer.Notify, map[string]any{"notification_id": notice, "event": event})
		if err != nil {
			return nil, err
		}
		requests = append(requests, *request)
	}
	return requests, nil
}
