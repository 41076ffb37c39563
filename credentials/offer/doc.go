// Package offer is the wallet's side of OpenID for Verifiable Credential
// Issuance 1.0 (Final): from the text of a credential offer to the issued
// credentials, by the Pre-Authorized Code Flow (section 3.5).
//
// It does no I/O. A [Session] says what to do next as a [Step], the caller does
// it and says how it went:
//
//	s, step, err := offer.Start(text, offer.Options{Rand: rand}, now)
//	for {
//		switch {
//		case step.Request != nil: // send it, no cookies, follow no redirect
//			step, err = s.Next(response, now)
//		case step.Preview != nil: // ask the person, make step.Preview.Keys() keys
//			step, err = s.Accept(txCode, keys, now)
//		case step.Wait != nil: // the issuer needs time: come back then
//			step, err = s.Step(now)
//		case step.Issued != nil: // the credentials; the session is over
//		}
//	}
//
// # A lost network
//
// Next returns an error of kind [KindNetwork] where no answer came, or one that
// did not come from the issuer. The session is then where it was: [Session.Step]
// gives the same request again. Where step.Save is set, losing the state would
// lose the issuance, so the caller stores [Session.State] and the keys before it
// carries on; [Resume] continues from them, also in another process. A
// transaction code is never part of the state.
//
// A pre-authorized code is good for one use, so a lost reply of the token
// endpoint would lose the card. Where the authorization server's metadata says
// "domicile_retry_supported": true, the token request carries the parameter
// "domicile_retry", a secret of this session, by which that server recognises
// the same wallet asking again. Other servers never see it.
//
// # Addresses
//
// Every address is https, except that an issuer on this machine (localhost,
// 127.0.0.0/8, ::1) may use http. An issuer elsewhere cannot send the wallet to
// an address of this machine or of a private network. Redirects are refused:
// nothing says where they lead (section 13.5, and RFC 9700 4.12).
//
// # Limits
//
// An offer's text is at most [MaxOffer] bytes, a reply [MaxReply], an address
// [MaxAddress]; at most [MaxCards] credentials are taken from one offer, and at
// most [MaxCopies] copies of each.
package offer
