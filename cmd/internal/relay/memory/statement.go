package memory

// Each function is the statement of sql/ with the name that store.go gives it.

func create(s *Store, a arguments) [][]any {
	if s.living(a.text(1), a.number(8)) != nil {
		return nil
	}
	s.exchanges[a.text(1)] = &exchange{token: a.text(2), terms: a.text(3), mode: a.text(4), live: a.number(5) != 0,
		redirectURI: a.text(6), request: a.text(7), version: 1, expires: a.number(9)}
	return row(a.number(9))
}

func same(s *Store, a arguments) [][]any {
	if x := s.own(a.text(1), a.text(2), a.number(4)); x != nil && x.terms == a.text(3) {
		return row(x.expires)
	}
	return nil
}

func look(s *Store, a arguments) [][]any {
	if x := s.living(a.text(1), a.number(2)); x != nil {
		return row(x.mode)
	}
	return nil
}

func open(s *Store, a arguments) [][]any {
	x := s.living(a.text(1), a.number(2))
	if x == nil || x.request == "" || x.answer != "" {
		return nil
	}
	if x.opened < a.number(3) {
		x.opened++
		x.version++
	}
	return row(x.request)
}

func nonce(s *Store, a arguments) [][]any {
	x := s.living(a.text(1), a.number(2))
	if x == nil || x.answer != "" {
		return nil
	}
	given := a.text(3)
	switch {
	case !x.live:
	case x.nonce == "":
		x.nonce = given
		x.opened++
		x.version++
	case x.nonce != given && !x.crowded:
		x.crowded = true
		x.version++
	}
	return row(x.live, x.nonce == given, nullable(x.signed))
}

func signed(s *Store, a arguments) [][]any {
	if x := s.living(a.text(1), a.number(2)); x != nil && x.nonce == a.text(3) && x.answer == "" {
		return row(nullable(x.signed))
	}
	return nil
}

func sign(s *Store, a arguments) [][]any {
	x := s.own(a.text(1), a.text(2), a.number(3))
	if x == nil || !x.live || x.nonce != a.text(4) || x.answer != "" {
		return nil
	}
	x.signed = a.text(5)
	return row(int64(1))
}

func answer(s *Store, a arguments) [][]any {
	x := s.living(a.text(1), a.number(2))
	if x == nil || a.text(5) != "" && x.mode != a.text(5) {
		return nil
	}
	switch {
	case x.answer == "":
		x.body, x.answer = a.text(3), a.text(4)
		if x.redirectURI != "" {
			x.code = a.text(6)
		}
		x.version++
	case x.answer != a.text(4) && !x.crowded:
		x.crowded = true
		x.version++
	}
	return row(x.answer == a.text(4), x.redirectURI, nullable(x.code))
}

func state(s *Store, a arguments) [][]any {
	x := s.own(a.text(1), a.text(2), a.number(3))
	if x == nil {
		return nil
	}
	return row(x.version, x.opened, x.crowded, nullable(x.nonce), x.answer != "", x.claimUntil > a.number(3), x.expires)
}

func claim(s *Store, a arguments) [][]any {
	x := s.own(a.text(1), a.text(2), a.number(3))
	if x == nil || x.body == "" || x.code != a.text(6) {
		return nil
	}
	if x.claim != "" && x.claim != a.text(4) && x.claimUntil > a.number(3) {
		return nil
	}
	if x.claim != a.text(4) {
		x.version++
	}
	x.claim, x.claimUntil = a.text(4), a.number(5)
	return row(x.body)
}

func refused(s *Store, a arguments) [][]any {
	if x := s.own(a.text(1), a.text(2), a.number(3)); x != nil {
		return row(x.body != "", x.code == a.text(4))
	}
	return nil
}

func ack(s *Store, a arguments) [][]any {
	x := s.own(a.text(1), a.text(2), a.number(3))
	if x == nil || x.claim != a.text(4) {
		return nil
	}
	x.token, x.request, x.signed, x.nonce, x.body, x.claim = "", "", "", "", "", ""
	return row(int64(1))
}

func withdraw(s *Store, a arguments) [][]any {
	if s.own(a.text(1), a.text(2), a.number(3)) == nil {
		return nil
	}
	delete(s.exchanges, a.text(1))
	return row(int64(1))
}

func count(s *Store, a arguments) [][]any {
	own, all := quota{a.text(1), a.text(2), a.number(3)}, quota{"", a.text(2), a.number(3)}
	s.quotas[own]++
	rows := row(own.who, s.quotas[own])
	if s.quotas[own] > a.number(4) {
		return rows
	}
	s.quotas[all]++
	return append(rows, row(all.who, s.quotas[all])...)
}

func health(*Store, arguments) [][]any { return row(int64(0)) }

func sweepExchanges(s *Store, a arguments) [][]any {
	for id, x := range s.exchanges {
		if x.expires <= a.number(1) {
			delete(s.exchanges, id)
		}
	}
	return nil
}

func sweepQuotas(s *Store, a arguments) [][]any {
	for q := range s.quotas {
		if q.window < a.number(1) {
			delete(s.quotas, q)
		}
	}
	return nil
}
