using Divoc.Functions.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Benchmarks;

/// <summary>The rooms of the service, without store, queue and key.</summary>
internal static class BenchmarkServices
{
    public static ServiceProvider Create(Action<IServiceCollection>? configure = null)
    {
        var configuration = new ConfigurationBuilder().Build();
        var services = new ServiceCollection();
        services.AddLogging().AddMetrics();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddDivoc(configuration);
        configure?.Invoke(services);
        return services.BuildServiceProvider();
    }
}
