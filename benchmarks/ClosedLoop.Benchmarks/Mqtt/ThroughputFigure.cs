namespace ClosedLoop.Benchmarks;

/// <summary>One round of messages from publisher to subscriber.</summary>
/// <param name="PerSecond">Messages a second, from the first publish to the last receipt, all acknowledged.</param>
/// <param name="ClientCpu">CPU microseconds a message of the process with both clients (and the embedded broker, if there).</param>
/// <param name="BrokerCpu">CPU microseconds a message of the broker's process; 0 if it is the clients' process.</param>
/// <param name="Bytes">Bytes allocated a message by this process, whatever of the pair lives in it.</param>
internal sealed record ThroughputFigure(double PerSecond, double ClientCpu, double BrokerCpu, double Bytes);
