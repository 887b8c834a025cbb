using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Keys.KeyVault;

/// <summary>
/// Makes and counts the calls to one vault, each in its turn by the vault's rate, and no more at a time than the vault answers in time. If
/// the vault refuses a call for its rate, it has not carried it out, so the call is repeated in its next turn, until the caller's time is
/// up. The caller handles all other errors.
/// </summary>
/// <param name="throttle">Keeps this process below its part of the vault's limit.</param>
/// <param name="places">Limits the concurrent calls.</param>
/// <param name="lease">Maintains this process's part; null if it has the whole vault.</param>
/// <param name="metrics">Counts.</param>
internal sealed class VaultCalls(VaultThrottle throttle, VaultPlaces places, VaultLease? lease, CertificateMetrics metrics)
{
    /// <summary>How long a call would have to wait for its turn.</summary>
    public TimeSpan Wait()
    {
        var (turn, place) = (throttle.Wait(), places.Wait());
        return turn > place ? turn : place;
    }

    /// <summary>Makes a call.</summary>
    /// <param name="name">list, get or sign.</param>
    /// <param name="lane">The priority if calls have to wait.</param>
    /// <param name="perSecond">How many calls of its kind the whole vault accepts in a second.</param>
    /// <param name="call">The call.</param>
    /// <param name="turn">Cancels the wait for the call's turn, but not a running call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<T> MakeAsync<T>(
        string name, SigningLane lane, double perSecond, Func<CancellationToken, Task<T>> call, CancellationToken turn,
        CancellationToken cancellationToken)
    {
        lease?.Use();
        while (true)
        {
            // The place first: a turn that nobody can use is lost for all.
            using var place = await places.TakeAsync(lane, turn);
            await throttle.WaitAsync(lane, perSecond, turn);
            place.Send();
            try
            {
                var answer = await call(cancellationToken);
                metrics.VaultAnswered(name, place.Succeed());
                return answer;
            }
            catch (Exception refusal) when (VaultErrors.IsThrottled(refusal, out var retryAfter))
            {
                metrics.VaultThrottled(name);
                throttle.Refuse(retryAfter);
            }
            catch (Exception fault) when (VaultErrors.Is(fault) && !cancellationToken.IsCancellationRequested)
            {
                Learn(place, fault);
                metrics.VaultFailed(name, VaultErrors.NameOf(fault));
                throw;
            }
        }
    }

    private void Learn(VaultPlace place, Exception fault)
    {
        if (VaultErrors.IsTimeout(fault))
        {
            place.TimeOut();
        }

        if (VaultErrors.RetryAfter(fault) is { } pause)
        {
            throttle.Close(pause);
        }
    }
}
