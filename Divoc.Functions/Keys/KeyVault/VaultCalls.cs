using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Keys.KeyVault;

/// <summary>
/// Makes the calls to one vault, each in its turn by the vault's rate, no more at a time than it answers in time, and counted. A call that the vault refuses for its
/// rate was not carried out, so it is made again in its next turn, until the caller's time is up; any other fault is the caller's to judge.
/// </summary>
/// <param name="throttle">Keeps to this process's part of the vault's limit.</param>
/// <param name="places">Bounds the calls under way.</param>
/// <param name="lease">Keeps up this process's part; null where it has the whole vault.</param>
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
    /// <param name="lane">Who goes first where calls have to wait.</param>
    /// <param name="perSecond">How many of its kind the whole vault takes in a second.</param>
    /// <param name="call">The call.</param>
    /// <param name="turn">Ends the wait for the call's turn. A call that is under way it leaves alone.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<T> MakeAsync<T>(
        string name, SigningLane lane, double perSecond, Func<CancellationToken, Task<T>> call, CancellationToken turn, CancellationToken cancellationToken)
    {
        lease?.Use();
        while (true)
        {
            // The place first: a turn that nobody can use is lost to all.
            using var place = await places.TakeAsync(lane, turn);
            await throttle.WaitAsync(lane, perSecond, turn);
            place.Send();
            try
            {
                var answer = await call(cancellationToken);
                metrics.VaultAnswered(name, place.Succeed());
                return answer;
            }
            catch (Exception refusal) when (VaultFault.IsThrottled(refusal, out var retryAfter))
            {
                metrics.VaultThrottled(name);
                throttle.Refuse(retryAfter);
            }
            catch (Exception fault) when (VaultFault.Is(fault) && !cancellationToken.IsCancellationRequested)
            {
                Learn(place, fault);
                metrics.VaultFailed(name, VaultFault.NameOf(fault));
                throw;
            }
        }
    }

    private void Learn(VaultPlace place, Exception fault)
    {
        if (VaultFault.IsTimeout(fault))
        {
            place.TimeOut();
        }

        if (VaultFault.RetryAfter(fault) is { } pause)
        {
            throttle.Close(pause);
        }
    }
}
