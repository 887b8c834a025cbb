using System.Collections.Immutable;
using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Hosting.AzureFunctions;
using Divoc.Functions.Messaging;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Tests.Hosting.AzureFunctions;

/// <summary>What becomes of a message goes by the queue that the function's own trigger names.</summary>
public sealed class DeliveryQueueTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(QueueNames.CertificationEvents)]
    [InlineData(QueueNames.BulkCertificationEvents)]
    [InlineData(QueueNames.CertificateChanges)]
    [InlineData(QueueNames.CertificateWebhooks)]
    [InlineData(QueueNames.CertificateUploads)]
    public void The_delivery_queue_is_the_queue_of_the_trigger(string name)
    {
        Assert.Equal(name, DeliveryMiddleware.QueueNameOf(new Definition(new ServiceBusTriggerAttribute(name))));
    }

    [Fact]
    public async Task A_retry_goes_to_the_queue_and_a_permanent_failure_to_its_failures_queue()
    {
        var (queue, failures) = (new InMemoryMessageQueue(TimeProvider.System), new InMemoryMessageQueue(TimeProvider.System));
        var message = new QueueMessage { MessageId = "change", Body = JsonSerializer.SerializeToUtf8Bytes("a change") };

        await new TriggeredDelivery(message, wasDeliveredBefore: false, queue, failures, TimeProvider.System)
            .RetryAsync(TimeSpan.FromMinutes(1), Token);
        Assert.Empty(failures.Sent);
        await new TriggeredDelivery(message, wasDeliveredBefore: false, queue, failures, TimeProvider.System)
            .DeadLetterAsync("NO_CHANGE", "It is none.", Token);

        Assert.Equal(2, RetryCopy.AttemptOf(Assert.Single(queue.Sent)));
        Assert.Equal("change", Assert.Single(failures.Sent).MessageId);
    }

    [Fact]
    public void The_subject_of_every_queue_matches_the_subject_of_its_messages()
    {
        Assert.All(QueueNames.All, queue => Assert.Equal(
            queue.Name switch
            {
                QueueNames.CertificateChanges => CertificateChange.MessageSubject,
                QueueNames.CertificateWebhooks => WebhookMessage.MessageSubject,
                QueueNames.CertificateUploads => UploadStep.MessageSubject,
                _ => CertificationEvent.MessageSubject,
            },
            queue.Subject));
    }

    private sealed class Definition(ServiceBusTriggerAttribute trigger) : FunctionDefinition
    {
        public override ImmutableArray<FunctionParameter> Parameters { get; } =
        [
            new FunctionParameter("body", typeof(byte[]), ImmutableDictionary<string, object>.Empty.Add("bindingAttribute", trigger)),
            new FunctionParameter("cancellationToken", typeof(CancellationToken)),
        ];

        public override string PathToAssembly => throw new NotSupportedException();

        public override string EntryPoint => throw new NotSupportedException();

        public override string Id => throw new NotSupportedException();

        public override string Name => throw new NotSupportedException();

        public override IImmutableDictionary<string, BindingMetadata> InputBindings => throw new NotSupportedException();

        public override IImmutableDictionary<string, BindingMetadata> OutputBindings => throw new NotSupportedException();
    }
}
