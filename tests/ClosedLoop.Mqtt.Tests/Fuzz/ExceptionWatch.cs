using System.Runtime.ExceptionServices;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>
/// Sees every exception that is thrown in what it starts, also one that is caught somewhere: broken input may bring about protocol errors and the end of
/// streams, and nothing else.
/// </summary>
internal sealed class ExceptionWatch : IDisposable
{
    private static readonly AsyncLocal<ExceptionWatch?> Current = new();
    private readonly FuzzTally _tally;

    public ExceptionWatch(FuzzTally tally)
    {
        _tally = tally;
        Current.Value = this;
        AppDomain.CurrentDomain.FirstChanceException += Look;
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.FirstChanceException -= Look;
        Current.Value = null;
    }

    private void Look(object? sender, FirstChanceExceptionEventArgs thrown)
    {
        if (Current.Value != this || thrown.Exception is OperationCanceledException or IOException or ObjectDisposedException)
        {
            return;
        }

        if (thrown.Exception is not MqttProtocolException { ReasonCode: var reason })
        {
            _tally.Fail($"{thrown.Exception}");
        }
        else if (!Enum.IsDefined(reason))
        {
            _tally.Fail($"A reason code that does not exist: {thrown.Exception}");
        }
    }
}
