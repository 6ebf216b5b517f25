using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Downbeat.Chaos;

/// <summary>The network between an application and its server: it can cut, stall and delay.</summary>
internal sealed class Proxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentDictionary<Socket, bool> _sockets = new();
    private readonly int _target;
    private TaskCompletionSource _flows = Done();
    private long _delay;

    /// <param name="target">The server's port.</param>
    public Proxy(int target)
    {
        _target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Cuts every connection; new ones are welcome.</summary>
    public void Cut()
    {
        foreach (Socket socket in _sockets.Keys)
        {
            Close(socket);
        }
    }

    /// <summary>Carries nothing until the time is over.</summary>
    public async Task StallAsync(TimeSpan time)
    {
        var flows = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _flows, flows);
        await Task.Delay(time);
        Volatile.Write(ref _flows, Done());
        flows.SetResult();
    }

    /// <summary>Carries every piece later, until the time is over.</summary>
    public async Task DelayAsync(TimeSpan delay, TimeSpan time)
    {
        Interlocked.Exchange(ref _delay, delay.Ticks);
        await Task.Delay(time);
        Interlocked.Exchange(ref _delay, 0);
    }

    public void Dispose()
    {
        _ended.Cancel();
        _listener.Stop();
        Cut();
        _ended.Dispose();
        _listener.Dispose();
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }

    private void Close(Socket socket)
    {
        if (_sockets.TryRemove(socket, out _))
        {
            // A reset, as a broken network gives it, rather than a polite end.
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            socket.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket client = await _listener.AcceptSocketAsync(_ended.Token);
                _ = ConnectAsync(client);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ConnectAsync(Socket client)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        _sockets[client] = true;
        _sockets[server] = true;
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target);
            await Task.WhenAny(CarryAsync(client, server), CarryAsync(server, client));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // One of the two is gone, and so is the other.
        }
        finally
        {
            Close(client);
            Close(server);
        }
    }

    private async Task CarryAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is var count and > 0)
            {
                await Volatile.Read(ref _flows).Task;
                if (Interlocked.Read(ref _delay) is var delay and > 0)
                {
                    await Task.Delay(TimeSpan.FromTicks(delay));
                }

                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Whoever waits for both finds out.
        }
    }
}
