namespace Divoc.Functions.Tests.Messaging.Broker;

/// <summary>What a test makes the double do wrong.</summary>
internal sealed class BrokerSwitches
{
    private int answersToDrop;
    private int settlements;

    /// <summary>Whether sends, requests and new links are refused because the namespace is busy.</summary>
    public bool ServerBusy { get; set; }

    /// <summary>How long the answer to each send and each settlement is held back after it has taken effect.</summary>
    public TimeSpan AnswerDelay { get; set; }

    /// <summary>Of the next sends and settlements so many take effect and are never answered.</summary>
    public void DropAnswers(int count) => Volatile.Write(ref answersToDrop, count);

    /// <summary>
    /// What is done when a receiver wants to settle a message, before that takes effect; it is given how many wanted to so far. Called by
    /// the loop.
    /// </summary>
    public Action<int>? BeforeSettlement { get; set; }

    /// <summary>A receiver wants to settle a message.</summary>
    public void SettlementAsked() => BeforeSettlement?.Invoke(++settlements);

    /// <summary>Gives an answer, or does not, as the test wants it.</summary>
    public void Answer(BrokerLoop loop, Action answer)
    {
        if (Interlocked.Decrement(ref answersToDrop) >= 0)
        {
            return;
        }

        Interlocked.Increment(ref answersToDrop);
        if (AnswerDelay <= TimeSpan.Zero)
        {
            answer();
            return;
        }

        _ = Task.Delay(AnswerDelay)
            .ContinueWith(_ => loop.Post(answer), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }
}
