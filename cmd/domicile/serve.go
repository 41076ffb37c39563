package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"syscall"
	"time"
)

// grace is how long a server that was told to stop lets open requests finish.
const grace = 5 * time.Second

// listen opens the address of a server.
func listen(address string) (net.Listener, error) {
	listener, err := net.Listen("tcp", address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, usage("%s is in use: another program, or this one already, listens there. Stop it, or choose another address with --addr", address)
	case errors.Is(err, syscall.EACCES):
		return nil, usage("this user may not listen on %s: choose a port above 1023 with --addr", address)
	case err != nil:
		return nil, usage("cannot listen on %s: %s", address, err)
	}
	return listener, nil
}

// origin is the address of the pages of a server on this machine. A server that
// listens on every address is named by the one that a browser here trusts
// without https.
func origin(listener net.Listener) string {
	address := listener.Addr().(*net.TCPAddr)
	host := address.IP.String()
	if address.IP.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, fmt.Sprint(address.Port))
}

// serve answers until the context ends, then lets open requests finish.
func serve(ctx context.Context, listener net.Listener, server *http.Server) error {
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("the server failed: %w", err)
	case <-ctx.Done():
	}
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	if err := server.Shutdown(late); err != nil {
		return errors.Join(server.Close(), ctx.Err())
	}
	return nil
}

// sweep lets a service forget in the background. The returned function ends that
// and waits for it: a database that is closed beneath it leaves its journal behind.
func sweep(ctx context.Context, service interface{ Sweep(context.Context) }) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		service.Sweep(ctx)
	}()
	return func() {
		cancel()
		<-done
	}
}
