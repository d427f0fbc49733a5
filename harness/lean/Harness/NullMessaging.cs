using QuantConnect.Interfaces;
using QuantConnect.Notifications;
using QuantConnect.Packets;
using QuantConnect.Messaging;

namespace Leantune.Harness;

/// <summary>
/// Sends nothing: nobody listens while a search runs.
/// </summary>
public sealed class NullMessaging : IMessagingHandler
{
    /// <inheritdoc />
    public bool HasSubscribers { get; set; }

    /// <inheritdoc />
    public void Initialize(MessagingHandlerInitializeParameters initializeParameters)
    {
    }

    /// <inheritdoc />
    public void SetAuthentication(AlgorithmNodePacket job)
    {
    }

    /// <inheritdoc />
    public void Send(Packet packet)
    {
    }

    /// <inheritdoc />
    public void SendNotification(Notification notification)
    {
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }
}
