namespace ClosedLoop.Mqtt;

/// <summary>Marks the flow of a callback, so that what the callback calls knows where it comes from.</summary>
internal sealed class CallbackScope(object owner, bool isGreeting)
{
    private static readonly AsyncLocal<CallbackScope?> Current = new();
    private volatile bool _ended;

    public static bool IsInside(object owner) => Current.Value is { _ended: false } scope && scope.Owner == owner;

    public static bool IsGreeting(object owner) => IsInside(owner) && Current.Value!.Greets;

    private object Owner { get; } = owner;

    private bool Greets { get; } = isGreeting;

    /// <summary>Runs a callback marked; what it leaves behind running is no longer marked when it has returned.</summary>
    public async ValueTask RunAsync(Func<ValueTask> callback)
    {
        Current.Value = this;
        try
        {
            await callback().ConfigureAwait(false);
        }
        finally
        {
            _ended = true;
        }
    }
}
