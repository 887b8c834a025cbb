using System.Security.Cryptography;
using System.Text.Json;
using Divoc.Functions.Access;
using Divoc.Functions.Domain;
using Divoc.Functions.Messaging;
using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Events;

/// <summary>
/// Sends one event to a partner, at least once. After a failed attempt the next one comes later. After the last one, about a day after the
/// first, the message is dead-lettered and listed with the failures. While a partner is busy or does not answer, its messages are postponed
/// without using up an attempt: so the workers stay free for other partners.
/// </summary>
public sealed partial class WebhookMessageHandler(
    PartnerWebhooks webhooks, WebhookClient client, PartnerTurns turns, CertificateMetrics metrics, TimeProvider time,
    ILogger<WebhookMessageHandler> logger)
{
    /// <summary>The reason code after the last attempt.</summary>
    public const string Failed = "WEBHOOK_FAILED";

    /// <summary>The reason code if the partner answered 410.</summary>
    public const string Gone = "WEBHOOK_GONE";

    /// <summary>
    /// How often a message is postponed while its partner gives no answer: about a day, with two postponements for each of the longest
    /// pauses of five minutes (the pause itself, and the one after which others try).
    /// </summary>
    internal const int MostPostponed = 580;

    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

    /// <summary>The waits between the attempts: 24 hours together.</summary>
    internal static IReadOnlyList<TimeSpan> Waits { get; } =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(40),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromHours(8), TimeSpan.FromHours(8),
    ];

    /// <summary>Handles one delivery.</summary>
    public async Task HandleAsync(ReadOnlyMemory<byte> body, IDelivery delivery, CancellationToken cancellationToken)
    {
        WebhookMessage? message;
        try
        {
            message = WebhookMessage.Parse(body);
        }
        catch (NewerFormException fault)
        {
            metrics.OutageMet();
            Log.NewerForm(logger, fault.Message);
            await delivery.RetryAfterOutageAsync(OutageDelay.After(delivery.Outages), cancellationToken);
            return;
        }

        if (message is null || IdOf(message) is not { } id)
        {
            await delivery.DeadLetterAsync("NOT_A_WEBHOOK", "The message is not an event for a partner.", cancellationToken);
            return;
        }

        if (webhooks.Find(message.Partner) is not { } webhook)
        {
            // The settings have changed since it was queued.
            metrics.WebhookHandled("unwanted");
            return;
        }

        await SendAsync(message, id, webhook, delivery, cancellationToken);
    }

    private async Task SendAsync(
        WebhookMessage message, string id, PartnerWebhook webhook, IDelivery delivery, CancellationToken cancellationToken)
    {
        var turn = turns.Take(message.Partner);
        if (!turn.IsGiven)
        {
            await PostponeAsync(message.Partner, id, turn, delivery, cancellationToken);
            return;
        }

        var began = time.GetTimestamp();
        WebhookAnswer? answer = null;
        try
        {
            var isCloudEvent = webhook.Format == WebhookFormat.CloudEvents;
            answer = await client.SendAsync(
                webhook,
                id,
                isCloudEvent ? EventNotice.ContentType : "application/json",
                isCloudEvent
                    ? JsonSerializer.SerializeToUtf8Bytes(message.Event, WebhookMessageJson.Default.JsonElement)
                    : Divoc3Body.Of(message.Event),
                cancellationToken);
        }
        finally
        {
            turn.End(answer is null ? null : answer.Result != WebhookResult.Timeout, time.GetElapsedTime(began));
        }

        metrics.WebhookHandled(WordOf(answer.Result));
        await SettleAsync(message.Partner, id, answer, delivery, cancellationToken);
    }

    private async Task PostponeAsync(string partner, string id, PartnerTurn turn, IDelivery delivery, CancellationToken cancellationToken)
    {
        if (turn.IsSilent && delivery.Outages >= MostPostponed)
        {
            await GiveUpAsync(
                partner, id, Failed, $"The webhook of {partner} has given no answer for about a day.", delivery, cancellationToken);
            return;
        }

        metrics.WebhookHandled("postponed");
        await delivery.PostponeAsync(turn.Wait, cancellationToken);
    }

    private async Task SettleAsync(string partner, string id, WebhookAnswer answer, IDelivery delivery, CancellationToken cancellationToken)
    {
        if (answer.Result == WebhookResult.Delivered)
        {
            Log.Delivered(logger, id, partner, delivery.Attempt);
            return;
        }

        if (answer.Result == WebhookResult.Gone || delivery.Attempt > Waits.Count)
        {
            var description = $"The webhook of {partner} {answer.Words} at attempt {delivery.Attempt}.";
            await GiveUpAsync(partner, id, answer.Result == WebhookResult.Gone ? Gone : Failed, description, delivery, cancellationToken);
            return;
        }

        var delay = DelayAfter(delivery.Attempt, answer.RetryAfter);
        Log.NotDelivered(logger, id, partner, answer.Words, delivery.Attempt, (long)delay.TotalSeconds);
        await delivery.RetryAsync(delay, cancellationToken);
    }

    private async Task GiveUpAsync(
        string partner, string id, string reason, string description, IDelivery delivery, CancellationToken cancellationToken)
    {
        metrics.WebhookHandled("given_up");
        Log.GivenUp(logger, id, partner, reason);
        await delivery.DeadLetterAsync(reason, description, cancellationToken);
    }

    /// <summary>
    /// With jitter, so that messages that failed together do not return together. A partner may request a longer pause, up to an hour.
    /// </summary>
    private static TimeSpan DelayAfter(int attempt, TimeSpan? retryAfter)
    {
        var usual = Waits[attempt - 1] * (1 + (RandomNumberGenerator.GetInt32(1000) / 10_000.0));
        var asked = retryAfter > LongestRetryAfter ? LongestRetryAfter : retryAfter ?? TimeSpan.Zero;
        return usual > asked ? usual : asked;
    }

    private static string? IdOf(WebhookMessage message)
    {
        return message.Event.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
    }

    private static string WordOf(WebhookResult result) => result switch
    {
        WebhookResult.Delivered => "delivered",
        WebhookResult.Refused => "refused",
        WebhookResult.Gone => "gone",
        WebhookResult.Unreachable => "unreachable",
        WebhookResult.Timeout => "timeout",
        _ => "forbidden",
    };

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 1121, Level = LogLevel.Information,
            Message = "Event {Id} was delivered to {Partner} at attempt {Attempt}.")]
        public static partial void Delivered(ILogger logger, string id, string partner, int attempt);

        [LoggerMessage(EventId = 1122, Level = LogLevel.Warning, Message = "Event {Id} was not delivered: the webhook of {Partner} "
            + "{Words} at attempt {Attempt}. The next attempt is in {Seconds} s.")]
        public static partial void NotDelivered(ILogger logger, string id, string partner, string words, int attempt, long seconds);

        [LoggerMessage(EventId = 1123, Level = LogLevel.Error, Message = "Event {Id} for {Partner} was dead-lettered: {Reason}.")]
        public static partial void GivenUp(ILogger logger, string id, string partner, string reason);

        [LoggerMessage(EventId = 1124, Level = LogLevel.Warning, Message = "Sending an event to a partner is postponed: {Reason}")]
        public static partial void NewerForm(ILogger logger, string reason);
    }
}
