using Downbeat.App.Verbs;
using Downbeat.Hosting;

namespace Downbeat.App.Hosting;

/// <summary>Lets the command line say where things are. What was only said to be where the store is moves with the store.</summary>
internal static class PlaceOverride
{
    public static void Apply(DownbeatOptions options, Places places)
    {
        if (places.Store is { } store)
        {
            options.Broker = options.Broker == options.Store ? store : options.Broker;
            options.ResultBackend = options.ResultBackend == options.Store ? store : options.ResultBackend;
            options.Store = Checked("store", store);
        }

        options.Broker = places.Broker is { } broker ? Checked("broker", broker) : options.Broker;
        options.ResultBackend = places.ResultBackend is { } backend ? Checked("result_backend", backend) : options.ResultBackend;
    }

    private static string Checked(string field, string url) => ConnectionUrl.Parse(field, url).Value;
}
