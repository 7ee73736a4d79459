namespace ClosedLoop.Mqtt.Tests;

/// <summary>What became of the connection.</summary>
internal enum FuzzOutcome
{
    /// <summary>The input was taken and the connection goes on.</summary>
    Taken,

    /// <summary>The connection ended with a reason code.</summary>
    Ended,

    /// <summary>The connection was closed without a word, where the protocol has no word for it.</summary>
    Closed,

    /// <summary>The input was a goodbye.</summary>
    Goodbye,

    /// <summary>The input came after a goodbye.</summary>
    Ignored,
}
