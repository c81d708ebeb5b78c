-- A copy of a database must not speak for the original: what identifies either side is made
-- useless, no outside address is left, and nothing calls out by itself.

UPDATE integration_api_key SET revoked = true WHERE revoked IS NOT TRUE;

UPDATE integration_signature_key SET revoked = true, encrypted_secret = '';

UPDATE integration_system_login SET secret_token = '';

UPDATE integration_pull SET active = false;

UPDATE integration_system SET environment = 'sandbox', maintenance = 'refuse';

-- Columns that hold an outside address or a secret, as far as their models are installed.
DO $$
DECLARE
    held record;
BEGIN
    FOR held IN
        SELECT c.table_name, c.column_name
          FROM information_schema.columns c
         WHERE c.table_schema = current_schema()
           AND c.is_nullable = 'YES'
           AND c.table_name IN ('integration_system', 'integration_subscription')
           AND c.column_name IN ('endpoint_url', 'base_url', 'folder', 'encrypted_secret',
                                 'encrypted_credentials', 'encrypted_token')
    LOOP
        EXECUTE format('UPDATE %I SET %I = NULL', held.table_name, held.column_name);
    END LOOP;
    IF to_regclass('integration_subscription') IS NOT NULL AND EXISTS (
        SELECT FROM information_schema.columns
         WHERE table_schema = current_schema() AND table_name = 'integration_subscription'
           AND column_name = 'active')
    THEN
        UPDATE integration_subscription SET active = false;
    END IF;
END $$;

-- Crons that call out: pulling, delivering, alerting.
UPDATE ir_cron SET active = false
 WHERE id IN (
    SELECT res_id FROM ir_model_data
     WHERE module = 'construction_connector_base' AND model = 'ir.cron'
       AND (name LIKE 'ir\_cron\_pull%' OR name LIKE 'ir\_cron\_deliver%'
            OR name LIKE 'ir\_cron\_outbox%' OR name LIKE 'ir\_cron\_alert%'));
