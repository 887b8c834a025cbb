using Amqp;
using Amqp.Sasl;
using Amqp.Types;

namespace Divoc.Functions.Tests.Messaging.Broker;

/// <summary>
/// MSSBCBS, the mechanism that Microsoft's .NET client names: nothing is proven in it, since the claims come later over $cbs.
/// </summary>
internal sealed class BrokerSasl() : SaslProfile(Name)
{
    public static readonly Symbol Name = new("MSSBCBS");

    protected override ITransport UpgradeTransport(ITransport transport) => transport;

    protected override DescribedList GetStartCommand(string hostname) => new SaslInit { Mechanism = Name };

    protected override DescribedList OnCommand(DescribedList command) => new SaslOutcome { Code = SaslCode.Ok };
}
