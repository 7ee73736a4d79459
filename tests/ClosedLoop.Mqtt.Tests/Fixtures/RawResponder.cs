namespace ClosedLoop.Mqtt.Tests;

/// <summary>Answers every message that a raw client gets, until it is disposed.</summary>
internal sealed class RawResponder : IAsyncDisposable
{
    private readonly RawClient _client;
    private readonly Task _answering;

    public RawResponder(RawClient client, Func<PublishPacket, PublishPacket> answer, CancellationToken cancellationToken)
    {
        _client = client;
        _answering = AnswerAsync(answer, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await ((Task)_answering).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task AnswerAsync(Func<PublishPacket, PublishPacket> answer, CancellationToken cancellationToken)
    {
        while (await _client.AwaitAsync(cancellationToken) is { } packet)
        {
            if (packet is PublishPacket request)
            {
                _client.Send(new PubAckPacket(request.PacketId));
                _client.Send(answer(request));
            }
        }
    }
}
