using SmartPbx.Interop.Running;

namespace SmartPbx.Interop.Peers;

/// <summary>A kamailio with a configuration written for the occasion.</summary>
internal sealed class Kamailio : IAsyncDisposable
{
    public const int Port = 5070;
    private static readonly TimeSpan _startLimit = TimeSpan.FromSeconds(15);
    private readonly ChildProcess _process;

    private Kamailio(ChildProcess process) => _process = process;

    /// <summary>A proxy that stays in the way (Record-Route) and sends everything new to one place.</summary>
    public static Task<Kamailio> ProxyAsync(Place place, string address, string nextHop) => StartAsync(place, $$"""
        listen=udp:{{address}}:{{Port}}
        listen=tcp:{{address}}:{{Port}}
        tcp_source_ipv4={{address}}
        {{(nextHop.Contains("tls", StringComparison.Ordinal) ? $"enable_tls=yes\nlisten=tls:{address}:{Port + 1}\nloadmodule \"tls.so\"\nmodparam(\"tls\", \"certificate\", \"{Certificate(place)}\")\nmodparam(\"tls\", \"private_key\", \"{Key(place)}\")\nmodparam(\"tls\", \"verify_certificate\", 0)\nmodparam(\"tls\", \"tls_method\", \"TLSv1.2\")" : "")}}
        {{Modules}}
        request_route {
            if (is_method("CANCEL")) { if (t_check_trans()) { t_relay(); } exit; }
            if (has_totag()) { loose_route(); t_relay(); exit; }
            record_route();
            $du = "{{nextHop}}";
            if (!t_relay()) { sl_reply_error(); }
        }
        """);

    /// <summary>A client that registers by the uac module and passes what comes to a phone behind it.</summary>
    public static async Task<Kamailio> RegistrarClientAsync(Place place, string address, string phone)
    {
        var tables = Directory.CreateDirectory(place.File("tables")).FullName;
        await File.WriteAllTextAsync(Path.Combine(tables, "version"), "id(int,auto) table_name(string) table_version(int)\n0:uacreg:5\n");
        await File.WriteAllTextAsync(Path.Combine(tables, "uacreg"),
            "id(int,auto) l_uuid(string) l_username(string) l_domain(string) r_username(string) r_domain(string) realm(string) auth_username(string) auth_password(string) auth_ha1(string,null) auth_proxy(string) expires(int) flags(int) reg_delay(int) contact_addr(string) socket(string,null)\n"
            + $"1:{place.Extension}:{place.Extension}:{EdgeDirectory.Domain}:{place.Extension}:{EdgeDirectory.Domain}:{EdgeDirectory.Domain}:{place.Extension}:{EdgeDirectory.Password}::sip\\:{place.Edge.Sip.ToString().Replace(":", "\\:", StringComparison.Ordinal)}:120:0:0:{address}\\:{Port}:\n");
        return await StartAsync(place, $$"""
            listen=udp:{{address}}:{{Port}}
            {{Modules}}
            loadmodule "db_text.so"
            loadmodule "uac.so"
            modparam("uac", "reg_db_url", "text://{{tables}}")
            modparam("uac", "reg_contact_addr", "{{address}}:{{Port}}")
            modparam("uac", "reg_timer_interval", 1)
            request_route {
                if (is_method("CANCEL")) { if (t_check_trans()) { t_relay(); } exit; }
                if (has_totag()) { loose_route(); t_relay(); exit; }
                record_route();
                $ru = "{{phone}}";
                if (!t_relay()) { sl_reply_error(); }
            }
            """);
    }

    private const string Modules = """
        debug=1
        log_stderror=yes
        children=1
        auto_aliases=no
        mpath="/usr/lib/x86_64-linux-gnu/kamailio/modules/"
        loadmodule "kex.so"
        loadmodule "tm.so"
        loadmodule "sl.so"
        loadmodule "rr.so"
        loadmodule "pv.so"
        loadmodule "textops.so"
        loadmodule "siputils.so"
        modparam("rr", "enable_double_rr", 1)
        """;

    private static string Certificate(Place place) => Path.Combine(place.Folder, "..", "edge-certificate.pem");

    private static string Key(Place place) => Path.Combine(place.Folder, "..", "edge-key.pem");

    private static async Task<Kamailio> StartAsync(Place place, string configuration)
    {
        var file = place.File("kamailio.cfg");
        await File.WriteAllTextAsync(file, "#!KAMAILIO\n" + configuration + "\n");
        var process = ChildProcess.Start("kamailio", ["-f", file, "-DD", "-E", "-m", "32", "-M", "8", "-w", place.Folder, "-Y", place.Folder, "-P", place.File("kamailio.pid")], place.File("kamailio.log"));
        await process.SaysAsync("init_child", TimeSpan.FromSeconds(2), CancellationToken.None); // it says nothing when all is well: the first request tells
        if (process.HasExited) throw new InvalidOperationException($"kamailio did not start: see {process.LogFile}");
        return new Kamailio(process);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.TerminateAsync(_startLimit);
        await _process.DisposeAsync();
    }
}
