package verdict

// exchangeKinds are about requests, answers and offers.
var exchangeKinds = []Entry{}
